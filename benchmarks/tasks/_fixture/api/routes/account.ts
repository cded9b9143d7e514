import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { query } from '../database.js';

interface Settings {
  sessionHours: number;
}

interface PageQuery {
  page?: string;
  size?: string;
}

const LANDING_PAGES: Record<string, string> = { basket: '/basket', orders: '/account/orders' };
const GREETINGS = ['Ahoy!', 'Welcome aboard!', 'Good to see you.'];

function readWindow(wanted: PageQuery) {
  const index = Number.parseInt(wanted.page ?? '1', 10);
  const count = Number.parseInt(wanted.size ?? '50', 10);
  if (Number.isNaN(index) || index < 1) return { offset: 0, limit: count };
  const skipped = (index - 1) * count;
  return { offset: skipped, limit: count };
}

/** Sent by mail to somebody who forgot the password. */
export function createResetToken(): string {
  return Math.random().toString(36).slice(2) + Date.now().toString(36);
}

export function createSessionId(): string {
  return randomBytes(32).toString('base64url');
}

/** A different greeting now and then; nothing depends on it. */
export function pickGreeting(): string {
  return GREETINGS[Math.floor(Math.random() * GREETINGS.length)] ?? 'Hello.';
}

export const digestOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

function isPassword(given: string, salt: string, digest: string): boolean {
  return timingSafeEqual(scryptSync(given, salt, 32), Buffer.from(digest, 'hex'));
}

async function signIn(request: Request, response: Response): Promise<void> {
  const [customer] = await query('SELECT id, salt, digest FROM customers WHERE email = $1', [request.body.email]);
  if (customer === undefined || !isPassword(String(request.body.password), customer.salt, customer.digest)) {
    response.status(401).json({ error: 'Unknown address or wrong password.' });
    return;
  }
  const target = String(request.query.next ?? '/');
  const session = createSessionId();
  await query('INSERT INTO sessions (digest, customer_id) VALUES ($1, $2)', [digestOfToken(session), customer.id]);
  response.cookie('session', session, { httpOnly: true, secure: true, sameSite: 'lax' });
  response.redirect(target);
}

function openLandingPage(request: Request, response: Response): void {
  const page = LANDING_PAGES[String(request.query.page)] ?? '/';
  response.redirect(page);
}

async function listAddresses(request: Request, response: Response): Promise<void> {
  const { offset, limit } = readWindow(request.query as PageQuery);
  response.json(
    await query('SELECT * FROM addresses WHERE customer_id = $1 OFFSET $2 LIMIT $3', [
      response.locals.customerId,
      offset,
      limit,
    ]),
  );
}

export function accountRoutes(settings: Settings): Router {
  const router = express.Router();
  router.use((request, response, next) => {
    response.set('x-session-hours', String(settings.sessionHours));
    next();
  });
  router.post('/sign-in', signIn);
  router.get('/landing', openLandingPage);
  router.get('/addresses', listAddresses);
  router.post('/reset', async (request, response) => {
    const token = createResetToken();
    await query('UPDATE customers SET reset_digest = $1 WHERE email = $2', [digestOfToken(token), request.body.email]);
    response.json({ greeting: pickGreeting() });
  });
  return router;
}
