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
  const lines = data.map((row, y) => lineOf(row, y)).join("");
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="${lines}"/></svg>`;
}

/** A row as strokes of the width of a module, through the middle of dark modules side by side: the shortest that SVG has. */
function lineOf(row: readonly boolean[], y: number): string {
  let line = "";
  /** Where the last stroke has ended. */
  let end = 0;
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    line += line === "" ? `M${start} ${y}.5` : `m${start - end} 0`;
    end = x + 1;
    line += `h${end - start}`;
  }
  return line;
}
