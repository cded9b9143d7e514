/**
 * The only script of the pages. They say the same without it; with it the totals move while somebody looks. It asks
 * nothing but this server, and only while the page is in sight.
 */
export const LIVE_SCRIPT = `(() => {
  'use strict';
  const address = document.currentScript?.dataset.events;
  if (!address || !('EventSource' in window)) return;
  const whole = new Intl.NumberFormat('en-US');
  const note = document.querySelector('[data-live-note]');
  let total = null;
  let source = null;
  let timer = 0;

  const show = (numbers) => {
    for (const [name, value] of Object.entries(numbers)) {
      for (const element of document.querySelectorAll('[data-live="' + CSS.escape(name) + '"]')) {
        const text = whole.format(value);
        if (element.textContent === text) continue;
        element.textContent = text;
        element.classList.remove('changed');
        void element.offsetWidth;
        element.classList.add('changed');
      }
    }
    if (note && total !== null && numbers.total > total) {
      const more = numbers.total - total;
      note.textContent = more === 1 ? 'Someone joined just now.' : whole.format(more) + ' people joined just now.';
      clearTimeout(timer);
      timer = setTimeout(() => { note.textContent = ''; }, 8000);
    }
    total = numbers.total;
  };

  const follow = () => {
    if (document.hidden || source) return;
    source = new EventSource(address);
    source.addEventListener('numbers', (event) => show(JSON.parse(event.data)));
  };
  const rest = () => {
    source?.close();
    source = null;
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : follow()));
  window.addEventListener('pagehide', rest);
  window.addEventListener('pageshow', follow);
})();
`;
