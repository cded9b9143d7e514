import express from 'express';
import { chargeCard } from '../clients/payment.js';
import { bookParcel } from '../clients/shipping.js';
import { inTransaction, query } from '../database.js';
import { renderPackingSlip, renderReceipt } from '../views/receipt.ts';

const SORTABLE = { newest: 'created_at DESC', cheapest: 'total_cents ASC' };

function readPage(parameters) {
  const number = Number.parseInt(parameters.page ?? '1', 10);
  const size = Number.parseInt(parameters.size ?? '20', 10);
  if (Number.isNaN(number) || number < 1) return { offset: 0, limit: size };
  const offset = (number - 1) * size;
  return { offset, limit: size };
}

/** Orders of one customer, for the account page. */
export async function listOrders(customerId, parameters) {
  const { offset, limit } = readPage(parameters);
  const order = SORTABLE[parameters.sort] ?? SORTABLE.newest;
  return query(`SELECT id, total_cents FROM orders WHERE customer_id = $1 ORDER BY ${order} OFFSET $2 LIMIT $3`, [
    customerId,
    offset,
    limit,
  ]);
}

/** Orders in one state, for the staff's page. */
export async function findByStatus(parameters) {
  const condition = parameters.status === undefined ? 'TRUE' : "status = '" + parameters.status + "'";
  return query('SELECT id, status, total_cents FROM orders WHERE ' + condition);
}

export async function countByStatus(status) {
  const [row] = await query('SELECT count(*) AS n FROM orders WHERE status = $1', [status]);
  return row.n;
}

export async function placeOrder(order) {
  if (order.lines.length === 0) throw Object.assign(new Error('The basket is empty.'), { status: 400 });
  const total = order.lines.reduce((sum, line) => sum + line.price_cents * line.quantity, 0);
  const payment = await chargeCard(order.card_token, total);
  return inTransaction(async (client) => {
    await client.query('INSERT INTO orders (id, total_cents, payment_id) VALUES ($1, $2, $3)', [
      order.id,
      total,
      payment.id,
    ]);
    return bookParcel(order.id, order.address);
  });
}

function requireStaff(request, response, next) {
  if (response.locals.isStaff) next();
  else response.status(403).end();
}

export function orderRoutes() {
  const router = express.Router();
  router.get('/', async (request, response) => {
    response.json(await listOrders(response.locals.customerId, request.query));
  });
  router.get('/staff', requireStaff, async (request, response) => response.json(await findByStatus(request.query)));
  router.post('/', async (request, response) => response.status(201).json(await placeOrder(request.body)));
  router.get('/:id/receipt', async (request, response) => {
    const wanted = [request.params.id, response.locals.customerId];
    const [order] = await query('SELECT * FROM orders WHERE id = $1 AND customer_id = $2', wanted);
    response.send(request.query.slip === '1' ? renderPackingSlip(order) : renderReceipt(order));
  });
  return router;
}
