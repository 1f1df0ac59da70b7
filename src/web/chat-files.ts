/** The files of converse.js, by their names in its package, and the licences of what they contain; in the executable compressed. */
import licences from "#assets/chat-licences.txt" with { type: "file" };
import germanDates from "#converse/chunkjs/locales/dayjs/de-js.js" with { type: "file" };
import englishDates from "#converse/chunkjs/locales/dayjs/en-js.js" with { type: "file" };
import spanishDates from "#converse/chunkjs/locales/dayjs/es-js.js" with { type: "file" };
import frenchDates from "#converse/chunkjs/locales/dayjs/fr-js.js" with { type: "file" };
import italianDates from "#converse/chunkjs/locales/dayjs/it-js.js" with { type: "file" };
import dutchDates from "#converse/chunkjs/locales/dayjs/nl-js.js" with { type: "file" };
import portugueseDates from "#converse/chunkjs/locales/dayjs/pt-js.js" with { type: "file" };
import german from "#converse/chunkjs/locales/de-LC_MESSAGES-converse-po.js" with { type: "file" };
import spanish from "#converse/chunkjs/locales/es-LC_MESSAGES-converse-po.js" with { type: "file" };
import french from "#converse/chunkjs/locales/fr-LC_MESSAGES-converse-po.js" with { type: "file" };
import italian from "#converse/chunkjs/locales/it-LC_MESSAGES-converse-po.js" with { type: "file" };
import dutch from "#converse/chunkjs/locales/nl-LC_MESSAGES-converse-po.js" with { type: "file" };
import portuguese from "#converse/chunkjs/locales/pt-LC_MESSAGES-converse-po.js" with { type: "file" };
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

const textsOf = (language: string, texts: string, dates: string): [string, ChatFile][] => [
  [`chunkjs/locales/${language}-LC_MESSAGES-converse-po.js`, { file: texts, type: SCRIPT }],
  [`chunkjs/locales/dayjs/${language}-js.js`, { file: dates, type: SCRIPT }],
];

export const chatFiles: ReadonlyMap<string, ChatFile> = new Map([
  ["converse.min.js", { file: script, type: SCRIPT }],
  ["converse.min.css", { file: style, type: "text/css; charset=utf-8" }],
  // To the compiler, where the file is there, its content.
  ["emoji.json", { file: emoji as unknown as string, type: "application/json" }],
  ["chunkjs/locales/dayjs/en-js.js", { file: englishDates, type: SCRIPT }],
  ...textsOf("de", german, germanDates),
  ...textsOf("es", spanish, spanishDates),
  ...textsOf("fr", french, frenchDates),
  ...textsOf("it", italian, italianDates),
  ...textsOf("nl", dutch, dutchDates),
  ...textsOf("pt", portuguese, portugueseDates),
  ["sounds/msg_received.mp3", { file: mp3, type: "audio/mpeg" }],
  ["sounds/msg_received.ogg", { file: ogg, type: "audio/ogg" }],
  ["licences.txt", { file: licences, type: "text/plain; charset=utf-8" }],
  ["LICENSE", { file: licence, type: "text/plain; charset=utf-8" }],
]);
