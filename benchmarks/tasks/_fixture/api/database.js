import pg from 'pg';

/** One pool for the whole process. */
let pool = null;

export function connect(url) {
  pool ??= new pg.Pool({ connectionString: url, max: 10 });
  return pool;
}

export async function query(statement, values = []) {
  if (pool === null) throw new Error('connect() comes first.');
  const { rows } = await pool.query(statement, values);
  return rows;
}

export async function inTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (failure) {
    await client.query('ROLLBACK');
    throw failure;
  } finally {
    client.release();
  }
}
