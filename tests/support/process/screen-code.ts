/** Reads the QR code on a screen as a phone's camera would: from its pixels, in the colours that they have. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A decoder: zbar (Debian: zbar-tools). */
export const DECODER = "zbarimg";

type Colour = readonly [red: number, green: number, blue: number];

/** Of the terminal itself, where a character has none of its own. */
export interface Palette {
  readonly foreground: Colour;
  readonly background: Colour;
}

export const DARK: Palette = { foreground: [200, 200, 200], background: [0, 0, 0] };
export const LIGHT: Palette = { foreground: [40, 40, 40], background: [255, 255, 240] };

/** The cube and the greys of xterm's 256 colours: the first 16 are each terminal's own. */
function paletteColour(index: number): Colour {
  if (index < 16) throw new Error(`colour ${index} looks different in each terminal`);
  if (index >= 232) return [0, 0, 0].map(() => 8 + (index - 232) * 10) as unknown as Colour;
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
}

/** A pixel is half a character; each line gives two rows of them. */
function pixelsOf(screen: string, palette: Palette): Colour[][] {
  const rows: Colour[][] = [];
  let [front, back] = [palette.foreground, palette.background];
  for (const line of screen.split("\n")) {
    const [upper, lower]: [Colour[], Colour[]] = [[], []];
    for (const [, codes, character = ""] of line.matchAll(/\x1b\[([\d;]*)m|(.)/gu)) {
      if (codes === undefined) {
        upper.push("▀█".includes(character) ? front : back);
        lower.push("▄█".includes(character) ? front : back);
        continue;
      }
      const given = codes.split(";").map(Number);
      for (let at = 0; at < given.length; at++) {
        const code = given[at];
        if (code === 38 || code === 48) {
          const colour = paletteColour(given[at + 2] ?? 0);
          if (code === 38) front = colour;
          else back = colour;
          at += 2;
        } else if (code === 39) front = palette.foreground;
        else if (code === 49) back = palette.background;
        else [front, back] = [palette.foreground, palette.background];
      }
    }
    rows.push(upper, lower);
  }
  return rows;
}

/** Pixels of the picture for one of the screen. */
const SCALE = 4;

/** The text of the code on a screen with colours. Throws what the decoder says where it finds none. */
export function readCode(screen: string, palette: Palette, folder: string): string {
  const rows = pixelsOf(screen, palette);
  const width = Math.max(...rows.map((row) => row.length));
  const lines = rows.map((row) =>
    Array.from({ length: width }, (_, column) => row[column] ?? palette.background).flatMap((colour) =>
      Array.from({ length: SCALE }, () => colour).flat(),
    ),
  );
  const pixels = lines.flatMap((line) => Array.from({ length: SCALE }, () => line).flat());
  const picture = join(folder, "screen.ppm");
  const header = Buffer.from(`P6 ${width * SCALE} ${rows.length * SCALE} 255\n`);
  writeFileSync(picture, Buffer.concat([header, Buffer.from(pixels)]));
  const { status, stdout, stderr } = spawnSync(DECODER, ["--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", picture]);
  if (status !== 0) throw new Error(`no code on the screen: ${stderr}`);
  return stdout.toString().trim();
}
