import { Server, ServerCredentials } from '@grpc/grpc-js';

/** A plaintext gRPC server without message limits; the caller adds services and then listens. */
export function newGrpcServer() {
  return new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
}

/** Listens on loopback only and resolves with the port. Port 0 takes a free one. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
}
