/** What the terminal shows of setup in a browser: where its pages are, and the code. */

import type { Language } from "../../src/messages/language.ts";
import { setupBrowserMessages } from "../../src/messages/setup-browser.ts";
import { spelledCode } from "./entrance.ts";

export interface Announcement {
  readonly language: Language;
  /** Addresses of this machine in local networks, that of the way out first. */
  readonly addresses: readonly string[];
  /** NAME.local, where multicast DNS tells it to the network. */
  readonly localName: string | undefined;
  readonly port: number;
  /** Browsers that are not told a port find the pages as well. */
  readonly hasSignpost: boolean;
  readonly code: string | undefined;
  /** The lines of a QR code; none where there is no room for it. */
  readonly qrLines: (text: string) => readonly string[];
}

export function announcementLines(announced: Announcement): readonly string[] {
  const { language, addresses, localName, port, hasSignpost, code, qrLines } = announced;
  const { terminal: texts } = setupBrowserMessages[language];
  const urlOf = (host: string): string => `http://${host}${hasSignpost ? "" : `:${port}`}`;
  const hosts = [...addresses, ...(localName === undefined ? [] : [localName])];
  const [first] = addresses;
  const link = first && `${urlOf(first)}/${code === undefined ? "" : `?code=${code}`}`;
  const scanned = link === undefined ? [] : qrLines(link);
  return [
    texts.open,
    ...(hosts.length > 0 ? hosts : [`127.0.0.1:${port}`]).map(
      (host) => `  ${hosts.length > 0 ? urlOf(host) : `http://${host}`}`,
    ),
    ...(first === undefined ? ["", texts.remote(port)] : []),
    "",
    code === undefined ? texts.first : texts.code(spelledCode(code)),
    ...(scanned.length > 0 ? ["", texts.scan, "", ...scanned] : []),
    "",
    texts.plain,
  ];
}
