/** Names of Prosody's files: every byte that is no letter and no digit is %xx. */

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The name that a file name stands for; undefined where it stands for no UTF-8. */
export function decodedName(name: string): string | undefined {
  if (!name.includes("%")) return name;
  const bytes: number[] = [];
  for (let at = 0; at < name.length; ) {
    const code = /^%([0-9a-fA-F]{2})/.exec(name.slice(at, at + 3))?.[1];
    if (code === undefined) {
      bytes.push(...Buffer.from(name[at] ?? ""));
      at += 1;
    } else {
      bytes.push(Number.parseInt(code, 16));
      at += 3;
    }
  }
  try {
    return UTF8.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** As Prosody names the file of a host, a user or a key. */
export const encodedName = (name: string): string =>
  [...Buffer.from(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");

/** Whether an account has such a name: one that RFC 7622 §3.3.1 excludes would be read as another address. */
export const isLocalpart = (name: string): boolean => name !== "" && !/["&'/:<>@\p{Cc}\s]/u.test(name);
