interface Order {
  id: string;
  customer_name: string;
  gift_message: string;
  total_cents: number;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

export function formatPrice(cents: number): string {
  return `${(cents / 100).toFixed(2)} EUR`;
}

export function renderReceipt(order: Order): string {
  return [
    '<!doctype html>',
    `<h1>Receipt ${escapeHtml(order.id)}</h1>`,
    `<p>Thank you, ${escapeHtml(order.customer_name)}.</p>`,
    `<p>Total: ${formatPrice(order.total_cents)}</p>`,
  ].join('\n');
}

export function renderPackingSlip(order: Order): string {
  const heading = `<h1>Order ${escapeHtml(order.id)}</h1>`;
  const message = order.gift_message === '' ? '' : `<blockquote>${order.gift_message}</blockquote>`;
  return `<!doctype html>\n${heading}\n${message}`;
}
