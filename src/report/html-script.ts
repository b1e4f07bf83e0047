/** Script of the HTML report: it filters findings and describes the network. Without scripts, everything is visible. */
export const SCRIPT = `
'use strict';
const form = document.querySelector('form');
const findings = [...document.querySelectorAll('details[data-severity]')];
const cards = [...document.querySelectorAll('.counts button')];
const isPressed = (each) => each.getAttribute('aria-pressed') === 'true';
const press = (each, on) => each.setAttribute('aria-pressed', String(on));
function show() {
  const pressed = cards.filter(isPressed).map((card) => card.dataset.state);
  const wanted = new Set(pressed.length > 0 ? pressed : cards.map((card) => card.dataset.state));
  const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const each of findings) {
    const text = each.textContent.toLowerCase() + ' ' + each.parentElement.firstElementChild.textContent.toLowerCase();
    each.hidden = !wanted.has(each.dataset.severity) || !words.every((word) => text.includes(word));
    if (!each.hidden) count += 1;
  }
  for (const object of document.querySelectorAll('.object'))
    object.hidden = ![...object.querySelectorAll('details')].some((each) => !each.hidden);
  form.querySelector('output').textContent = count + ' of ' + findings.length;
}
if (form) {
  form.hidden = false;
  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const card of cards) {
    card.disabled = false;
    card.addEventListener('click', () => { press(card, !isPressed(card)); show(); });
  }
  show();
}

const picture = document.querySelector('.network');
if (picture) {
  const nodes = [...picture.querySelectorAll('.node')];
  const edges = [...picture.querySelectorAll('.edge')];
  const rows = [...document.querySelectorAll('tr[data-node]')];
  const said = document.querySelector('.described');
  const light = (node) => {
    const id = node && node.dataset.node;
    const near = new Set([id]);
    for (const edge of edges) {
      const isLit = Boolean(node) && (edge.dataset.from === id || edge.dataset.to === id);
      edge.classList.toggle('lit', isLit);
      if (isLit) near.add(edge.dataset.from).add(edge.dataset.to);
    }
    picture.classList.toggle('lit', Boolean(node));
    for (const each of nodes) each.classList.toggle('lit', near.has(each.dataset.node));
    said.textContent = node ? node.getAttribute('aria-label') : '';
  };
  const chosen = () => nodes.find(isPressed);
  const choose = (node) => {
    const on = !isPressed(node);
    for (const each of nodes) press(each, on && each === node);
    const near = new Set(edges.filter((edge) => edge.dataset.from === node.dataset.node || edge.dataset.to === node.dataset.node).flatMap((edge) => [edge.dataset.from, edge.dataset.to]));
    for (const row of rows) row.hidden = on && row.dataset.node !== node.dataset.node && !near.has(row.dataset.node);
    light(on ? node : undefined);
  };
  for (const node of nodes) {
    for (const type of ['focus', 'mouseenter']) node.addEventListener(type, () => light(node));
    for (const type of ['blur', 'mouseleave']) node.addEventListener(type, () => light(chosen()));
    node.addEventListener('click', () => choose(node));
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(node);
    });
  }
}

let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')];
  for (const each of closed) each.open = true;
});
addEventListener('afterprint', () => { for (const each of closed) each.open = false; });
`;
