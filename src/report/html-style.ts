/** Style of the HTML report, for light and dark screens, phones and paper. */
export const STYLE = `
:root { color-scheme: light dark; --line: #d5d9e0; --soft: #f3f5f8; --text: #16202c; --dim: #566273; --back: #fff;
  --critical: #a30d2d; --high: #c2410c; --medium: #8a6100; --low: #0b6394; --ok: #216e39; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --line: #333d4b; --soft: #1a212b; --text: #e4e9f0; --dim: #9aa7b8; --back: #10151c;
  --critical: #ff7b93; --high: #ffa266; --medium: #e5c15c; --low: #74c2f0; --ok: #7bd093; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; } .dim { color: var(--dim); }
.verdict { font-size: 1.1rem; } nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: .75rem 0; list-style: none; }
.counts button { font: inherit; color: var(--text); text-align: left; border: 2px solid var(--line); border-radius: .5rem; padding: .4rem 1rem; background: var(--soft); }
.counts button:enabled { cursor: pointer; } .counts button:enabled:hover { border-color: var(--dim); }
.counts button[aria-pressed=true] { border-color: var(--link); background: var(--back); }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); } .ok { color: var(--ok); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { min-width: 9rem; }
th { color: var(--dim); font-weight: 600; overflow-wrap: normal; } th.number, td.number { text-align: right; }
td ul { margin: 0; padding-left: 1.1rem; }
code, bdi { unicode-bidi: isolate; }
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border-radius: .35rem; padding: .5rem .75rem; margin: .5rem 0; overflow-x: auto; overflow-wrap: normal; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
input[type=search] { font: inherit; padding: .35rem .6rem; flex: 1 1 14rem; min-width: 0; border: 1px solid var(--line); border-radius: .35rem; background: var(--back); color: inherit; }
.object { content-visibility: auto; contain-intrinsic-size: auto 6rem; }
details { border: 1px solid var(--line); border-radius: .35rem; margin: .35rem 0; padding: .35rem .75rem; }
summary { cursor: pointer; overflow-wrap: anywhere; } dl { margin: .5rem 0 0; display: grid; grid-template-columns: max-content 1fr; gap: .15rem .75rem; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; } [hidden] { display: none !important; }
/* words of this table are never broken: on a narrow screen its cells stand below each other */
.controls th, .controls td { overflow-wrap: normal; } .controls td { min-width: 0; } .controls code { white-space: nowrap; overflow-wrap: normal; }
.controls td:first-child { white-space: nowrap; } .controls td:nth-child(3) { min-width: 8rem; }
.network { display: block; font: 12px system-ui, sans-serif; } .network text { fill: var(--text); }
.network .box { fill: var(--soft); stroke: var(--line); } .network .title { font-weight: 600; fill: var(--dim); }
.node { cursor: pointer; } .node rect { fill: var(--back); stroke: var(--dim); stroke-width: 1.5; } .node.source rect, .node.destination rect { stroke-dasharray: 4 3; }
.node:focus-visible { outline: none; } .node:focus-visible rect, .node[aria-pressed=true] rect { stroke: var(--link); stroke-width: 3; }
.edge path { fill: none; stroke: var(--dim); stroke-width: 1.3; } .edge polygon { fill: var(--dim); }
.edge.unrestricted path { stroke: var(--high); } .edge.unrestricted polygon { fill: var(--high); } .edge.rejected path { stroke-dasharray: 3 4; }
.network.lit .edge:not(.lit), .network.lit .node:not(.lit) { opacity: .18; } .network.lit .edge.lit path { stroke-width: 2.4; }
.described { min-height: 1.5em; overflow-wrap: anywhere; }
@media print { form, nav { display: none !important; } .object { content-visibility: visible; } details { break-inside: avoid; } body { max-width: none; } .network { width: 100%; height: auto; } }
@media (max-width: 40rem) { .controls thead { display: none; } .controls table, .controls tbody, .controls tr, .controls td { display: block; width: auto; } .controls tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } .controls td { border: 0; padding: .1rem 0 !important; }
 th, td { padding: .35rem .25rem; font-size: .85rem; } td:first-child { min-width: 7rem; } dl { grid-template-columns: 1fr; } dt { margin-top: .35rem; } }
`;
