import type { Reports } from '../ports/patterns.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import { readReport, writeReport } from './report-record.ts';
import { REPORTS_LIVE_MS } from './retention.ts';

/** Reports as they were shown. Reading one throws when it cannot be read, because a newer Slipway wrote it. */
export function redisReports({ client, prefix }: RedisSpace): Reports {
  const keys = keysOf(prefix);
  return {
    keep: async (reportId, shown) => {
      await client.set(keys.report(reportId), writeReport(shown), 'PX', REPORTS_LIVE_MS);
    },
    read: async (reportId) => {
      const packed = await client.getBuffer(keys.report(reportId));
      return packed === null ? null : readReport(packed);
    },
  };
}
