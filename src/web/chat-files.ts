/** The files of converse.js, by their names in its package, and the licences of what they contain; in the executable compressed. */
import licences from "#assets/chat-licences.txt" with { type: "file" };
import english from "#converse/chunkjs/locales/dayjs/en-js.js" with { type: "file" };
import frenchDates from "#converse/chunkjs/locales/dayjs/fr-js.js" with { type: "file" };
import french from "#converse/chunkjs/locales/fr-LC_MESSAGES-converse-po.js" with { type: "file" };
import style from "#converse/converse.min.css" with { type: "file" };
import script from "#converse/converse.min.js" with { type: "file" };
import emoji from "#converse/emoji.json" with { type: "file" };
import licence from "#converse/LICENSE" with { type: "file" };
import mp3 from "#converse/sounds/msg_received.mp3" with { type: "file" };
import ogg from "#converse/sounds/msg_received.ogg" with { type: "file" };

const SCRIPT = "text/javascript; charset=utf-8";

export interface ChatFile {
  readonly file: string;
  readonly type: string;
}

export const chatFiles: ReadonlyMap<string, ChatFile> = new Map([
  ["converse.min.js", { file: script, type: SCRIPT }],
  ["converse.min.css", { file: style, type: "text/css; charset=utf-8" }],
  // To the compiler, where the file is there, its content.
  ["emoji.json", { file: emoji as unknown as string, type: "application/json" }],
  ["chunkjs/locales/fr-LC_MESSAGES-converse-po.js", { file: french, type: SCRIPT }],
  ["chunkjs/locales/dayjs/fr-js.js", { file: frenchDates, type: SCRIPT }],
  ["chunkjs/locales/dayjs/en-js.js", { file: english, type: SCRIPT }],
  ["sounds/msg_received.mp3", { file: mp3, type: "audio/mpeg" }],
  ["sounds/msg_received.ogg", { file: ogg, type: "audio/ogg" }],
  ["licences.txt", { file: licences, type: "text/plain; charset=utf-8" }],
  ["LICENSE", { file: licence, type: "text/plain; charset=utf-8" }],
]);
