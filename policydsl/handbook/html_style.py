"""The style of the page.

In: nothing. Out: `STYLE`, CSS for screens, light or dark, wide or narrow, and for paper.
"""

STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; --accent: #0b57a4; --faint: #555; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ab8f0; --faint: #aaa; } }
* { box-sizing: border-box; }
body { font: 15px/1.55 system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei',
  sans-serif; max-width: 880px; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.8rem; line-height: 1.25; margin: 1rem 0; }
h2 { font-size: 1.35rem; margin: 3rem 0 1rem; padding-bottom: .3rem;
  border-bottom: 2px solid var(--accent); }
h3 { font-size: 1.05rem; margin: 0 0 .5rem; }
a { color: var(--accent); text-underline-offset: 2px; }
code { font: .92em ui-monospace, 'Noto Sans Mono', 'Noto Sans Mono CJK SC', monospace;
  background: var(--soft); padding: .08em .3em; border-radius: 3px; }
h1 code, h2 code, h3 code { background: none; padding: 0; font-size: 1em; }
q { quotes: '“' '”'; }
p { margin: .5rem 0; }
p.note { color: var(--faint); font-size: .92em; }
ul { margin: .2rem 0; padding-left: 1.4rem; }
li { margin: .15rem 0; }
nav { border: 1px solid var(--line); border-radius: 6px; padding: .6rem 1.2rem; margin: 1.5rem 0; }
nav h2 { font-size: 1rem; margin: .2rem 0; border: 0; padding: 0; }
nav ol { margin: .3rem 0; padding-left: 1.6rem; columns: 2; }
section { border: 1px solid var(--line); border-radius: 6px; padding: .9rem 1.1rem;
  margin: 1rem 0; }
dl { display: grid; grid-template-columns: minmax(7rem, 9.5rem) 1fr; gap: .3rem 1rem;
  margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92em; margin: .6rem 0; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem;
  border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 600; }
td { min-width: 6rem; } td:first-child { min-width: 8rem; }
table.signatures th, table.signatures td { border: 1px solid var(--line); height: 2.8rem; }
table.signatures thead th { height: auto; }
figure { margin: 1rem 0; }
figure svg { display: block; width: 100%; max-width: 960px; height: auto; border-radius: 4px; }
figcaption { color: var(--faint); font-size: .9em; margin-top: .3rem; }
svg.definitions { position: absolute; width: 0; height: 0; }
@media (max-width: 600px) { body { margin: 1rem auto; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; } nav ol { columns: 1; } section { padding: .7rem .8rem; }
  figure { overflow-x: auto; } figure svg { min-width: 640px; } }
@media print { :root { color-scheme: light; --accent: #0b57a4; --faint: #555; }
  @page { margin: 14mm; } body { margin: 0; max-width: none; font-size: 9pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3 { break-after: avoid; } section, figure, tr, li { break-inside: avoid; }
  thead { display: table-header-group; } a { color: inherit; text-decoration: none; } }
"""
