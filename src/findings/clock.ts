/** Check: is the clock of this machine believed? */
import { defineCheck, said } from "./check.ts";

interface Details {
  /** The clock says what cannot be. */
  readonly "clock-wrong": { readonly says: number };
  readonly "clock-leapt": { readonly says: number; readonly said: number; readonly until: number };
}

export const clockCheck = defineCheck<Details>({
  look: ({ clock }) => {
    if (!clock) return [];
    const { says, said: before, until } = clock;
    return before === undefined || until === undefined
      ? [{ kind: "clock-wrong", severity: "bad", details: { says } }]
      : [{ kind: "clock-leapt", severity: "warning", details: { says, said: before, until } }];
  },
  say: {
    "clock-wrong": ({ says }, { messages, moment }) => said(messages["clock-wrong"](moment(says))),
    "clock-leapt": (times, { messages, moment }) =>
      said(messages["clock-leapt"](moment(times.said), moment(times.says), moment(times.until))),
  },
});
