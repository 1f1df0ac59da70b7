/** Pictures as SVG: a title and a description for those who do not see them, colours for light and dark, no script. */

export interface PictureText {
  readonly title: string;
  /** What there is to see, in sentences. */
  readonly description: string;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (each) => ESCAPES[each] ?? each);

/** Pixels with one digit after the point, so that the same figures give the same bytes. */
export const pixels = (value: number): string => String(Math.round(value * 10) / 10);

/** The background is drawn too: a page may be light where the system is dark. */
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #1c2430; }
    .title { font-size: 16px; font-weight: 600; }
    .group { font-weight: 600; }
    .small { font-size: 12px; fill: #4a5565; }
    .value { font-size: 12px; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; }
    .end { text-anchor: end; }
    .middle { text-anchor: middle; }
    .back { fill: #ffffff; }
    .grid { stroke: #d5dae1; stroke-width: 1; }
    .range { stroke: #1c2430; stroke-width: 1.5; }
    .ours { fill: #0b6e6e; stroke: #0b6e6e; }
    .other { fill: #8a94a3; stroke: #8a94a3; }
    .cold { fill: none; stroke-width: 1.5; stroke-dasharray: 4 3; }
    .curve { fill: none; stroke-width: 2.5; }
    .dot { stroke: none; }
    .c0 { stroke: #0b6e6e; } .d0 { fill: #0b6e6e; }
    .c1 { stroke: #b3470f; } .d1 { fill: #b3470f; }
    .c2 { stroke: #4b4fb5; } .d2 { fill: #4b4fb5; }
    .c3 { stroke: #7a5c00; } .d3 { fill: #7a5c00; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6eaf0; }
      .small { fill: #b3bcc9; }
      .value { stroke: #161b22; }
      .back { fill: #161b22; }
      .grid { stroke: #39424f; }
      .range { stroke: #e6eaf0; }
      .ours { fill: #35b5b0; stroke: #35b5b0; }
      .other { fill: #77818f; stroke: #9aa4b2; }
      .cold { fill: none; }
      .c0 { stroke: #35b5b0; } .d0 { fill: #35b5b0; }
      .c1 { stroke: #f0955c; } .d1 { fill: #f0955c; }
      .c2 { stroke: #a3a7ff; } .d2 { fill: #a3a7ff; }
      .c3 { stroke: #d9b44a; } .d3 { fill: #d9b44a; }
    }`;

/** How many colours curves have. */
export const CURVE_COLOURS = 4;

/** The whole file. `body` are elements as the functions below make them. */
export const picture = (
  { title, description }: PictureText,
  width: number,
  height: number,
  body: readonly string[],
): string => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
  <title id="title">${escapeXml(title)}</title>
  <desc id="description">${escapeXml(description)}</desc>
  <style>${STYLE}
  </style>
  <rect class="back" width="${width}" height="${height}" rx="8"/>
${body.map((element) => `  ${element}`).join("\n")}
</svg>
`;

/** `classes` are names of the style above. */
export const text = (x: number, y: number, content: string, classes = ""): string =>
  `<text x="${pixels(x)}" y="${pixels(y)}"${classes ? ` class="${classes}"` : ""}>${escapeXml(content)}</text>`;

export const rectangle = (x: number, y: number, width: number, height: number, classes: string): string =>
  `<rect x="${pixels(x)}" y="${pixels(y)}" width="${pixels(width)}" height="${pixels(height)}" class="${classes}"/>`;

export const lineBetween = (x1: number, y1: number, x2: number, y2: number, classes: string): string =>
  `<line x1="${pixels(x1)}" y1="${pixels(y1)}" x2="${pixels(x2)}" y2="${pixels(y2)}" class="${classes}"/>`;

export const circle = (x: number, y: number, radius: number, classes: string): string =>
  `<circle cx="${pixels(x)}" cy="${pixels(y)}" r="${pixels(radius)}" class="${classes}"/>`;

export const polyline = (points: readonly (readonly [number, number])[], classes: string): string =>
  `<polyline points="${points.map(([x, y]) => `${pixels(x)},${pixels(y)}`).join(" ")}" class="${classes}"/>`;
