import { describe, expect, it } from 'vitest';
import { STATS } from '../_answers.ts';
import { clientOf, OURS, serve, serveBytes } from './_server.ts';

const LIMIT_MS = 300;
const ask = (place: string) => clientOf(place, LIMIT_MS).stats(null);
const submit = (place: string, document: Record<string, unknown>) =>
  clientOf(place, LIMIT_MS).submit(document, 'key', 'a'.repeat(64));
const tooLate = {
  code: 'registry_unreachable',
  message: expect.stringContaining('did not answer within 0.3 s'),
};

describe('a registry that is slow', () => {
  it('is given up where nothing comes', async () => {
    await expect(ask(await serve(() => {}))).rejects.toMatchObject(tooLate);
  });

  it('is given up where it stalls in the middle', async () => {
    const place = await serve((_request, response) => {
      response.writeHead(200, OURS);
      response.write(JSON.stringify(STATS).slice(0, 20));
    });
    await expect(ask(place)).rejects.toMatchObject(tooLate);
  });

  it('has more time for a submission, but not to be silent', async () => {
    await expect(submit(await serve(() => {}), {})).rejects.toMatchObject(tooLate);
  });

  it('is given up where it drips', async () => {
    const place = await serve((_request, response) => {
      response.writeHead(200, OURS);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(ask(place)).rejects.toMatchObject(tooLate);
  });

  it('is given up where it drips its head', async () => {
    const place = await serveBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-a: b\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    await expect(ask(place)).rejects.toMatchObject(tooLate);
  });

  it('leaves no timer and no connection behind where it answers', async () => {
    let open = 0;
    const place = await serve((request, response) => {
      open++;
      request.socket.on('close', () => open--);
      response.writeHead(200, OURS);
      response.end(JSON.stringify(STATS));
    });
    await ask(place);
    await expect.poll(() => open).toBe(0);
  });
});

describe('a registry that is not there', () => {
  it('is told where nothing listens', async () => {
    await expect(ask('http://127.0.0.1:1')).rejects.toMatchObject({
      code: 'registry_unreachable',
      message: "The registry http://127.0.0.1:1 can't be reached: nothing listens there.",
      hint: expect.stringContaining('tito community serve'),
    });
  });

  it('is told where there is no such host', async () => {
    await expect(ask('http://no-such-host.invalid')).rejects.toMatchObject({ code: 'registry_unreachable' });
  });

  it('is told where the connection is cut', async () => {
    const place = await serveBytes((socket) => socket.destroy());
    await expect(ask(place)).rejects.toMatchObject({
      code: 'registry_unreachable',
      message: expect.stringContaining('the connection was cut'),
    });
  });

  it('is told where it is cut in the middle of an answer', async () => {
    const place = await serve((_request, response) => {
      response.writeHead(200, { ...OURS, 'content-length': '1000' });
      response.write('{"total"', () => response.destroy());
    });
    await expect(ask(place)).rejects.toMatchObject({
      code: 'registry_unreachable',
      message: expect.stringContaining('the connection was cut'),
    });
  });
});

describe('a registry that is something else', () => {
  it('does not speak HTTP', async () => {
    const place = await serveBytes((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await expect(ask(place)).rejects.toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('is not HTTP'),
    });
  });

  it('does not speak HTTPS', async () => {
    const place = await serve((_request, response) => response.end());
    await expect(ask(place.replace('http:', 'https:'))).rejects.toMatchObject({
      code: expect.stringMatching(/^registry_un/),
    });
  });

  it('sends a head without end', async () => {
    const place = await serveBytes((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`));
    await expect(ask(place)).rejects.toMatchObject({ code: 'registry_unusable' });
  });
});

describe('an answer of 100 MB', () => {
  it('is not read to its end', async () => {
    let written = 0;
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const place = await serve((_request, response) => {
      response.writeHead(200, OURS);
      const more = () => {
        while (written < 100e6 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    await expect(clientOf(place, 20_000).stats(null)).rejects.toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('longer than 4 MiB'),
    });
    expect(written).toBeLessThan(30e6);
  });
});

describe('a submission', () => {
  it('that is refused before it was read is refused with the reason', async () => {
    const place = await serve((_request, response) => {
      response.writeHead(413, { ...OURS, connection: 'close' });
      response.end(JSON.stringify({ error: { code: 'too_large', details: { limit: '1 MiB' } } }));
    });
    await expect(submit(place, { noise: 'x'.repeat(1000) })).rejects.toMatchObject({ code: 'too_large' });
  });

  it('is not sent twice where the connection is cut', async () => {
    let requests = 0;
    const place = await serve((request) => {
      requests++;
      request.socket.destroy();
    });
    await expect(submit(place, {})).rejects.toMatchObject({ code: 'registry_unreachable' });
    expect(requests).toBe(1);
  });
});

describe('an interruption', () => {
  it('ends a request that is under way', async () => {
    const controller = new AbortController();
    const place = await serve(() => controller.abort());
    await expect(clientOf(place, 20_000, controller.signal).stats(null)).rejects.toMatchObject({
      code: 'interrupted',
    });
  });

  it('begins none', async () => {
    let requests = 0;
    const place = await serve(() => requests++);
    await expect(clientOf(place, 500, AbortSignal.abort()).stats(null)).rejects.toMatchObject({
      code: 'interrupted',
    });
    expect(requests).toBe(0);
  });
});
