/** The fake model server as a process of its own: options as JSON in the first argument, its report on request. */
import type { LlmServerOptions } from './options.ts';
import { startLlmServer } from './start-llm-server.ts';

const server = await startLlmServer(JSON.parse(process.argv[2] ?? '{}') as LlmServerOptions);
process.send?.({ url: server.url });
process.on('message', () => process.send?.({ report: server.report() }));
process.on('disconnect', () => process.exit());
