/** tar (POSIX.1-1988 ustar): the headers of regular files. Sizes from 8 GiB on are binary, as GNU tar, libarchive and Python read them. */

export const BLOCK = 512;
/** Two empty blocks end an archive. */
export const END = Buffer.alloc(2 * BLOCK);

const NAME = 100;
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const MAX_OCTAL = 0o77777777777;

/** The bytes that follow `bytes` of content, up to the next block. */
export const paddingOf = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

/** Whether a header has room for it: 100 bytes, or a folder of 155 and a name of 100. */
export const fitsHeader = (path: string): boolean => split(path) !== undefined;

/** `modified` in seconds since 1970. Throws RangeError for a path that does not fit. */
export function headerOf(path: string, bytes: number, modified: number): Buffer {
  const parts = split(path);
  if (!parts) throw new RangeError(`too long for tar: ${path}`);
  const header = Buffer.alloc(BLOCK);
  header.write(parts.name, 0);
  header.write("0000600\0", 100);
  header.write("0000000\0".repeat(2), 108);
  writeNumber(header, bytes);
  header.write(`${Math.floor(modified).toString(8).padStart(11, "0")}\0`, 136);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(parts.folder, 345);
  header.write(`${checksumOf(header).toString(8).padStart(6, "0")}\0 `, CHECKSUM.at);
  return header;
}

export interface Entry {
  readonly path: string;
  readonly bytes: number;
}

/** "end" for an empty block, "none" for what is no header of a regular file. */
export function readHeader(header: Buffer): Entry | "end" | "none" {
  if (header.every((byte) => byte === 0)) return "end";
  const isFile = header[156] === 0x30 || header[156] === 0;
  if (!isFile || textAt(header, 257, 5) !== "ustar" || octalAt(header, CHECKSUM) !== checksumOf(header)) return "none";
  const bytes = sizeIn(header);
  if (bytes === undefined) return "none";
  const folder = textAt(header, 345, 155);
  const name = textAt(header, 0, NAME);
  return { path: folder === "" ? name : `${folder}/${name}`, bytes };
}

function split(path: string): { readonly folder: string; readonly name: string } | undefined {
  if (Buffer.byteLength(path) <= NAME) return { folder: "", name: path };
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
    const [folder, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(folder) <= 155 && Buffer.byteLength(name) <= NAME) return { folder, name };
  }
  return undefined;
}

function writeNumber(header: Buffer, bytes: number): void {
  if (bytes <= MAX_OCTAL) {
    header.write(`${bytes.toString(8).padStart(SIZE.length - 1, "0")}\0`, SIZE.at);
    return;
  }
  header[SIZE.at] = 0x80;
  header.writeBigUInt64BE(BigInt(bytes), SIZE.at + 4);
}

function sizeIn(header: Buffer): number | undefined {
  if (header[SIZE.at] !== 0x80) return octalAt(header, SIZE);
  const bytes = header.readBigUInt64BE(SIZE.at + 4);
  return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : undefined;
}

function octalAt(header: Buffer, { at, length }: { readonly at: number; readonly length: number }): number | undefined {
  const text = textAt(header, at, length).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/** Up to the first NUL. */
function textAt(header: Buffer, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString();
}

/** The sum of all bytes, those of the checksum itself as spaces. */
function checksumOf(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++)
    sum += at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length ? 0x20 : (header[at] ?? 0);
  return sum;
}
