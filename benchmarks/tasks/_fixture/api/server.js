import cookies from 'cookie-parser';
import express from 'express';
import { loadConfig } from './config.js';
import { connect, query } from './database.js';
import { accountRoutes, digestOfToken } from './routes/account.ts';
import { mediaRoutes } from './routes/media.js';
import { orderRoutes } from './routes/orders.js';

/** Turns what a route throws into an answer that tells the customer nothing of our insides. */
function answerFailure(failure, request, response, next) {
  if (response.headersSent) {
    next(failure);
    return;
  }
  const status = failure.status ?? 500;
  response.status(status).json({ error: status < 500 ? failure.message : 'Something went wrong.' });
}

async function findSession(request, response, next) {
  const digest = digestOfToken(request.cookies.session ?? '');
  const [session] = await query('SELECT customer_id, is_staff FROM sessions WHERE digest = $1', [digest]);
  response.locals.customerId = session?.customer_id;
  response.locals.isStaff = session?.is_staff ?? false;
  next();
}

export function createApp(config) {
  const app = express();
  app.use(express.json({ limit: '100kb' }));
  app.use(cookies(config.sessionSecret), findSession);
  app.use('/orders', orderRoutes());
  app.use('/account', accountRoutes(config));
  app.use('/media', mediaRoutes(config));
  app.use(answerFailure);
  return app;
}

const config = loadConfig(process.env);
connect(config.databaseUrl);
createApp(config).listen(config.port);
