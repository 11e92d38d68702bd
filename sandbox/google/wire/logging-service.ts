import type { handleBidiStreamingCall, Server, ServerDuplexStream } from '@grpc/grpc-js';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import type { LogEntry } from '../logging/entry.ts';
import type { LogStore } from '../logging/log-store.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { toMs, toTimestamp } from '../timestamp.ts';
import { serviceDefinition } from './protos.ts';
import { toStruct } from './struct.ts';
import { toServiceError, unary, type WireRequest } from './unary.ts';

const listing = z.object({
  resourceNames: z.array(z.string()),
  filter: z.string(),
  orderBy: z.string(),
  pageSize: z.number(),
  pageToken: z.string(),
});
const tailing = z.object({
  resourceNames: z.array(z.string()),
  filter: z.string(),
  bufferWindow: z.object({ seconds: z.string(), nanos: z.number() }).nullable(),
});

/** Answers of one session that may wait for its client before entries are dropped. */
const MOST_UNSENT = 256;

type TailCall = ServerDuplexStream<WireRequest, object>;

/** Puts Logging's list and tail on a gRPC server. */
export function addLogging(server: Server, logs: LogStore, faults: Faults) {
  server.addService(serviceDefinition('google.logging.v2.LoggingServiceV2'), {
    listLogEntries: unary(faults, 'ListLogEntries', (request) => {
      const { entries, nextPageToken } = logs.list(listing.parse(request));
      return { entries: entries.map(renderEntry), nextPageToken };
    }),
    tailLogEntries: tailHandler(logs, faults),
  });
}

/** A session takes one request; a second one is refused and ends it. */
function tailHandler(logs: LogStore, faults: Faults): handleBidiStreamingCall<WireRequest, object> {
  return (call) => {
    let close: (() => void) | undefined;
    let opened = false;
    const end = () => close?.();
    const fail = (error: unknown) => {
      end();
      call.emit('error', toServiceError(error));
    };
    call.on('data', (request: WireRequest) => {
      if (opened) return fail(new RpcError(Code.invalidArgument, 'only one request per tail session'));
      opened = true;
      faults
        .around('TailLogEntries', () => openTail(logs, call, request, fail))
        .then((closeTail) => {
          close = closeTail;
          if (call.cancelled) end();
        }, fail);
    });
    call.on('cancelled', end);
    call.on('end', () => {
      end();
      call.end();
    });
  };
}

function openTail(logs: LogStore, call: TailCall, request: WireRequest, onCut: (error: RpcError) => void) {
  const { bufferWindow, ...rest } = tailing.parse(request);
  return logs.tail({
    ...rest,
    ...(bufferWindow ? { bufferWindowMs: toMs(bufferWindow) } : {}),
    onEntries: (entries, suppressionInfo) => void call.write({ entries: entries.map(renderEntry), suppressionInfo }),
    onCut,
    isConsuming: () => call.writableLength < MOST_UNSENT,
  });
}

function renderEntry(entry: LogEntry) {
  const { logName, insertId, severity, resource, labels, trace, spanId, textPayload, jsonPayload } = entry;
  return {
    logName,
    insertId,
    severity,
    resource,
    labels,
    trace,
    spanId,
    timestamp: toTimestamp(entry.timestampMs),
    receiveTimestamp: toTimestamp(entry.receivedMs),
    ...(textPayload === undefined ? {} : { textPayload }),
    ...(jsonPayload === undefined ? {} : { jsonPayload: toStruct(jsonPayload) }),
    ...(entry.httpRequest ? { httpRequest: renderRequest(entry.httpRequest) } : {}),
  };
}

function renderRequest({ latencyMs, responseSize, ...request }: NonNullable<LogEntry['httpRequest']>) {
  return { ...request, responseSize: String(responseSize), latency: toTimestamp(latencyMs), protocol: 'HTTP/1.1' };
}
