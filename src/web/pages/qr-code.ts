/** QR codes (ISO/IEC 18004) as pictures within a page. */
import { encode } from "uqr";
import { type Html, html } from "./html.ts";

/** Modules around it that stay light. The standard wants four; the ground that the style sheet gives it has the rest. */
const BORDER = 2;
/** §7.8: decoders read any of the eight masks; trying all of them takes ten times as long. */
const MASK = 2;

/** Dark on light in any case, since not every camera reads the reverse. `label` says what it is. Throws Error for more than 2,000 characters or so. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: "L", border: BORDER, maskPattern: MASK });
  const runs = data.flatMap((row, y) => runsIn(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${runs.join("")}"/></svg>`;
}

/** Dark modules side by side: where they begin, and how many. */
function runsIn(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
