import { exec, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { loadConfig } from '../config.js';
import { connect, query } from '../database.js';
import { formatPrice } from '../views/receipt.ts';

const run = promisify(exec);
const runFile = promisify(execFile);

interface Invoice {
  id: string;
  template: string;
  total_cents: number;
}

/** Writes one invoice with the template that the dealer chose. */
export async function renderInvoice(invoice: Invoice): Promise<void> {
  const amount = formatPrice(invoice.total_cents);
  await run(`render-pdf --template ${invoice.template} --amount "${amount}" --output invoice.pdf`);
}

export async function signInvoice(path: string): Promise<string> {
  const { stdout } = await runFile('sign-pdf', ['--in', path, '--key', 'invoices']);
  return stdout.trim();
}

export async function freeSpace(): Promise<number> {
  const { stdout } = await run('df --output=avail / | tail -n 1');
  return Number(stdout);
}

async function main(): Promise<void> {
  connect(loadConfig(process.env).databaseUrl);
  const invoices = (await query('SELECT id, template, total_cents FROM invoices WHERE sent IS NULL')) as Invoice[];
  if ((await freeSpace()) < 10_000) throw new Error('The disk is full.');
  for (const invoice of invoices) {
    await renderInvoice(invoice);
    await signInvoice('invoice.pdf');
  }
}

await main();
