/** tar (POSIX.1-1988 ustar) and ar(5), as dpkg reads them: the same entries give the same bytes. */

export interface Entry {
  /** "./usr/bin/jabber-home"; a folder ends with a slash. */
  readonly path: string;
  /** Permissions; 0755 for folders. */
  readonly mode?: number;
  readonly content?: Uint8Array | string;
}

const BLOCK = 512;
const NAME_BYTES = 100;

const padding = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

/** All belong to root; `modified` in seconds since 1970. Throws RangeError for a path of more than 100 bytes. */
export function tar(entries: readonly Entry[], modified: number): Buffer {
  const parts = entries.flatMap(({ path, mode, content }) => {
    const isFolder = path.endsWith("/");
    const bytes = Buffer.from(content ?? "");
    const header = tarHeader({
      path,
      mode: mode ?? (isFolder ? 0o755 : 0o644),
      isFolder,
      bytes: bytes.length,
      modified,
    });
    return [header, bytes, Buffer.alloc(padding(bytes.length))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

interface Header {
  readonly path: string;
  readonly mode: number;
  readonly isFolder: boolean;
  readonly bytes: number;
  readonly modified: number;
}

function tarHeader({ path, mode, isFolder, bytes, modified }: Header): Buffer {
  if (Buffer.byteLength(path) > NAME_BYTES) throw new RangeError(`too long for tar: ${path}`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void =>
    void header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at);
  header.write(path, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(bytes, 124, 12);
  octal(modified, 136, 12);
  header.write(isFolder ? "5" : "0", 156);
  header.write("ustar\x0000", 257);
  header.write("root", 265);
  header.write("root", 297);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** The files with every folder above them, in the order of their paths. */
export function withFolders(files: readonly Entry[]): readonly Entry[] {
  const folders = new Set<string>();
  for (const { path } of files)
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) folders.add(path.slice(0, at + 1));
  const all = [...[...folders].map((path): Entry => ({ path })), ...files];
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `modified` in seconds since 1970. */
export function ar(
  members: readonly { readonly name: string; readonly content: Uint8Array }[],
  modified: number,
): Buffer {
  const parts = members.flatMap(({ name, content }) => [
    Buffer.from(
      `${name.padEnd(16)}${String(modified).padEnd(12)}0     0     100644  ${String(content.length).padEnd(10)}\`\n`,
    ),
    content,
    Buffer.from(content.length % 2 === 1 ? "\n" : ""),
  ]);
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}
