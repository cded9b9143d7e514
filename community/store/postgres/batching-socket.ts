import { Socket } from 'node:net';

/**
 * A socket that hands to the system at once what is written to it within one turn of the event loop. The driver writes
 * every longer statement by itself, a transaction has a dozen of them, and each would be a call of its own.
 */
export class BatchingSocket extends Socket {
  /** Of the database; the driver reads it to check a certificate. */
  readonly host: string;

  constructor(host: string) {
    super();
    this.host = host;
  }

  override write(bytes: Uint8Array | string, ...rest: never[]): boolean {
    if (this.writableCorked === 0) {
      this.cork();
      process.nextTick(() => this.uncork());
    }
    return super.write(bytes, ...rest);
  }
}
