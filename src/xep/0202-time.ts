/** XEP-0202: Entity Time. */
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { dateTime } from "./kit/0082-date-time.ts";

const NS = "urn:xmpp:time";

export const time = defineModule({
  name: "time",
  xep: "0202",
  version: "2.0",
  setup: ({ now }) => {
    const time = () => {
      const moment = now();
      return xml("time", { xmlns: NS }, xml("tzo", {}, offsetOf(new Date(moment))), xml("utc", {}, dateTime(moment)));
    };
    return { iq: { server: { [NS]: { get: { time } } } } };
  },
});

/** XEP-0082 §3.2: "+01:00". getTimezoneOffset has the opposite sign. */
function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const pad = (n: number) => String(n).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
