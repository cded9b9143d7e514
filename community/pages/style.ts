/**
 * The only style sheet: a page of a journal, with numbered figures, hairlines and old-style headings; one warm colour. It
 * asks for no font and no picture.
 */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbf7f0;--ink:#231f1a;--quiet:#655c50;--line:#dfd6c7;--accent:#a4420f;--wash:#f3ebdd;
--land:#e4dbcb;--edge:#fbf7f0;--step1:#efc79f;--step2:#e39d63;--step3:#cf7335;--step4:#a84a17;--step5:#6f2a08;--series1:#8a8071;--series2:#c2541b;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,"Book Antiqua",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media(prefers-color-scheme:dark){:root{--paper:#171411;--ink:#ece5d9;--quiet:#aca191;--line:#38322a;--accent:#f2a067;--wash:#211d18;
--land:#2f2a23;--edge:#171411;--step1:#5b3a22;--step2:#88502a;--step3:#bb6a31;--step4:#e59251;--step5:#ffcf9f;--series1:#8f8576;--series2:#e8894a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:68rem;padding:0 1.25rem;background:var(--paper);color:var(--ink);font:1rem/1.6 var(--sans);overflow-wrap:anywhere}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem;padding:.5rem 1rem;background:var(--ink);color:var(--paper)}
.skip:focus{left:1rem;top:.5rem;z-index:1}
.masthead{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 2rem;padding:1.1rem 0 .7rem;border-bottom:3px double var(--line)}
.masthead ul,.tabs ul{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;margin:0;padding:0;list-style:none}
.name{margin:0;font:1.35rem/1.2 var(--serif)}
.name a{display:inline-flex;align-items:center;gap:.45rem;color:var(--ink);text-decoration:none;min-height:2.75rem}
.flame{fill:var(--series2)}
nav a{display:inline-flex;align-items:center;min-height:2.75rem}
.masthead nav a,.tabs a{color:var(--quiet);text-decoration:none;border-bottom:2px solid transparent}
.masthead nav a:hover,.tabs a:hover{color:var(--ink)}
nav a[aria-current]{color:var(--ink);border-bottom-color:var(--series2)}
h1,h2{font-family:var(--serif);font-weight:400;line-height:1.15;text-wrap:balance}
h1{margin:2.2rem 0 .6rem;font-size:clamp(1.9rem,1.3rem + 2.6vw,3rem);letter-spacing:-.01em;max-width:24ch}
h2{margin:2.2rem 0 .7rem;font-size:1.45rem}
.kicker{margin:2.2rem 0 -1.9rem;color:var(--quiet);font-size:.8rem;letter-spacing:.12em;text-transform:uppercase}
.lead{max-width:62ch;margin:.4rem 0 1.4rem;font-size:1.08rem;color:var(--quiet)}
p{max-width:68ch}
code{padding:.1em .35em;background:var(--wash);border-radius:3px;font:.92em ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.aside,.hidden{color:var(--quiet);font-size:.86em;font-weight:400}
.numbers{display:flex;flex-wrap:wrap;gap:0;margin:1.2rem 0 1.8rem;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.numbers div{flex:1 1 8.5rem;padding:.8rem 1rem .7rem 0}
.numbers dt{color:var(--quiet);font-size:.82rem}
.numbers dd{margin:0;font:2.1rem/1.15 var(--serif);font-variant-numeric:lining-nums tabular-nums}
.numbers .aside{font-size:1rem}
.changed{animation:changed 2.5s ease-out}
@keyframes changed{from{color:var(--accent);background:var(--wash)}}
@media(prefers-reduced-motion:reduce){.changed{animation:none}}
main{counter-reset:figure}
figure{margin:1.6rem 0}
figcaption{margin-top:.5rem;max-width:68ch;color:var(--quiet);font-size:.88rem}
figcaption::before{counter-increment:figure;content:"Figure " counter(figure) ". ";font-family:var(--serif);font-style:italic;color:var(--ink)}
.map,.plot{display:block;width:100%;height:auto}
.map .sphere{fill:var(--wash)}
.lands path,.lands circle{fill:var(--land);stroke:var(--edge);stroke-width:.6}
.lands circle[class]{stroke:var(--edge);stroke-width:1.2}
.lands .step1{fill:var(--step1)}.lands .step2{fill:var(--step2)}.lands .step3{fill:var(--step3)}.lands .step4{fill:var(--step4)}.lands .step5{fill:var(--step5)}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:.6rem 0 0;padding:0;list-style:none;color:var(--quiet);font-size:.85rem}
.legend li{display:flex;align-items:center;gap:.4rem}
.swatch{width:1.4rem;height:.8rem;background:var(--land);border-radius:1px}
.swatch.step1{background:var(--step1)}.swatch.step2{background:var(--step2)}.swatch.step3{background:var(--step3)}.swatch.step4{background:var(--step4)}.swatch.step5{background:var(--step5)}
details{margin:.5rem 0}
summary{width:fit-content;padding:.35rem 0;color:var(--accent);font-size:.88rem;cursor:pointer}
.wide{overflow-x:auto;max-height:26rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:0 3rem}
table{width:100%;border-collapse:collapse;font-size:.95rem;font-variant-numeric:lining-nums tabular-nums}
caption{padding-bottom:.35rem;text-align:left;color:var(--quiet);font-size:.88rem}
th,td{padding:.5rem .9rem .5rem 0;border-bottom:1px solid var(--line);text-align:left;font-weight:400;vertical-align:middle}
tr>:last-child{padding-right:0}
thead th,thead td{padding-bottom:.25rem;color:var(--quiet);font-size:.82rem}
.number{text-align:right}
th.number,td.number{white-space:nowrap}
.distribution th[scope=row]{white-space:nowrap}
.bars{width:45%}
.bar{display:block;width:100%;height:.7rem}
.bar .rest{fill:var(--wash)}.bar .part{fill:var(--series2)}
.links{columns:2 8rem;column-gap:2rem;margin:0;padding:0;list-style:none}
.links.counted{columns:1}
.links .aside{flex:none}
.links li{display:flex;gap:.5rem;align-items:baseline;justify-content:space-between;break-inside:avoid;padding:.3rem 0;border-bottom:1px solid var(--line)}
.links a{min-height:1.9rem}
.week{margin:0;padding:0;list-style:none}
.week li{padding:.3rem 0;border-bottom:1px solid var(--line)}
.week strong{display:inline-block;min-width:3.2ch;margin-right:.3rem;font:1.35rem/1.2 var(--serif);text-align:right}
.tabs{margin:.4rem 0 0;border-bottom:1px solid var(--line)}
.chooser{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem;margin:1rem 0 1.4rem}
select,button{min-height:2.75rem;padding:.3rem .9rem;border:1px solid var(--quiet);border-radius:3px;background:var(--paper);color:var(--ink);font:inherit}
button{cursor:pointer}
button:hover{background:var(--wash)}
.board th[scope=row]{width:24%;white-space:nowrap}
.board .rank{width:3.5rem;font:1.1rem/1.2 var(--serif)}
.beside{display:none}
.day{white-space:nowrap}
.score{display:block;flex:1 1 6rem;width:100%;max-width:17rem;height:.95rem}
.scores div{display:flex;flex-wrap:wrap;align-items:center;gap:.1rem .6rem}
.figures{flex:0 0 6.4rem;white-space:nowrap}
.score .scale{fill:var(--line)}
.score .interval{fill:var(--series2);opacity:.42}
.score .mark{fill:var(--accent)}
.status{padding:.1rem .5rem;border:1px solid var(--line);border-radius:1rem;color:var(--quiet);font-size:.82rem;white-space:nowrap}
.status.reproduced{border-color:var(--series2);color:var(--accent)}
.status.flagged{border-style:dashed}
.tracks{max-width:34rem}
.empty{padding:2rem 0;color:var(--quiet)}
.pages{display:flex;gap:2rem}
.notes div{display:grid;grid-template-columns:7rem 1fr;gap:1rem;padding:.45rem 0;border-bottom:1px solid var(--line)}
.notes dt{font-family:var(--serif);font-style:italic}
.notes dd{margin:0;max-width:62ch}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:0 2.5rem;align-items:start}
.plot{max-width:27rem}
.plot text{fill:var(--ink);stroke:var(--paper);stroke-width:4px;stroke-linejoin:round;paint-order:stroke;font:12.5px var(--sans)}
.plot .tick{fill:var(--quiet);font-size:11.5px}
.plot .value{font-variant-numeric:tabular-nums}
.plot .grid,.plot .floor{stroke:var(--line);stroke-width:1}
.plot .one,.plot .median{stroke:var(--ink);stroke-width:1.2}
.plot .one{stroke-dasharray:4 3}
.plot .path{stroke:var(--quiet);stroke-dasharray:2 4}
.plot .interval{fill:none;stroke:var(--series2);stroke-width:2}
.plot .point{fill:var(--series2)}
.plot .hill{opacity:.85}
.plot .series1{fill:var(--series1)}.plot .series2{fill:var(--series2)}
.plot .interval.series1{stroke:var(--series1)}.plot .interval.series2{stroke:var(--series2)}
.join{margin-top:2.5rem;padding:.3rem 1.4rem 1rem;background:var(--wash)}
.join h2{margin-top:1rem}
.join code{background:var(--paper)}
footer{margin:3rem 0 2rem;padding-top:.8rem;border-top:3px double var(--line);color:var(--quiet);font-size:.88rem}
.live{color:var(--accent)}
@media(max-width:46rem){.extra{display:none}.beside{display:block;margin-top:.15rem;color:var(--quiet);font-size:.82rem}.beside .status{padding:0;border:0;font-size:inherit}
.board th[scope=row]{width:auto;white-space:normal}.map{width:calc(100% + 2rem);max-width:none;margin:0 -1rem}.board .rank{width:2.4rem}.board thead .aside{display:none}.scores{width:33%}.figures{flex-basis:100%}.numbers div{flex-basis:45%}.notes div{grid-template-columns:1fr;gap:0}
th,td{padding-right:.6rem}}
@media print{.skip,.masthead nav,.chooser,.pages{display:none}}
`;
