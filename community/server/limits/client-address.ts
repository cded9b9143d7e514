import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { TitoError } from '../../../src/errors.ts';

/** Tells the address of the client that a request comes from. */
export type ClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string;

/**
 * @param proxies addresses and ranges (`10.0.0.0/8`) of proxies whose word is taken, beside this machine itself;
 *   null where there is no proxy, and a header `X-Forwarded-For` is somebody's invention
 * @throws TitoError `usage`
 */
export function clientAddress(proxies: readonly string[] | null): ClientAddress {
  const peerOf: ClientAddress = ({ socket }) => plain(socket.remoteAddress ?? '');
  if (proxies === null) return peerOf;
  const trusted = blockList(['127.0.0.0/8', '::1/128', ...proxies]);
  const isTrusted = (address: string) => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return (request) => {
    const named = `${request.headers['x-forwarded-for'] ?? ''}`.split(',').map((each) => plain(each.trim()));
    // Each proxy adds whom it was asked by on the right; from the first that isn't trusted on, everything may be made up.
    let address = peerOf(request);
    while (isTrusted(address)) {
      const next = named.pop();
      if (next === undefined || isIP(next) === 0) break;
      address = next;
    }
    return address;
  };
}

/** An IPv4 address that came in through an IPv6 socket is written as what it is. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? most : Number(bits);
    if (family === 0 || !/^\d*$/.test(bits ?? '') || prefix > most)
      throw new TitoError('usage', {
        message: `'${range}' is no address of a proxy, such as 10.0.0.5 or 10.0.0.0/8.`,
      });
    list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/**
 * What counts as one client: an IPv4 address, or the /64 that an IPv6 address is in, since a single machine may
 * use all addresses of that (RFC 6177, RFC 4941).
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').flatMap(fromDotted));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return `${all
    .slice(0, 4)
    .map((group: string) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** The last two groups may be written as an IPv4 address. */
function fromDotted(group: string): string[] {
  if (!group.includes('.')) return [group];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}
