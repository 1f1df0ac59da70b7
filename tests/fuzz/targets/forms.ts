/** Data forms (XEP-0004), result sets (XEP-0059), dates (XEP-0082): in elements, as they come in requests. */
import type { Element } from "ltx";
import { xml } from "../../../src/stanza.ts";
import { StanzaError } from "../../../src/stanza-error.ts";
import { StreamError } from "../../../src/stream-error.ts";
import { dataForm, formIn, formTypeIn } from "../../../src/xep/kit/0004-data-forms.ts";
import { pageElement, pageRequestIn } from "../../../src/xep/kit/0059-rsm.ts";
import { dateTime, parseDateTime } from "../../../src/xep/kit/0082-date-time.ts";
import { limitsFor } from "../../../src/xml/limits.ts";
import { parseElement, parseFrame } from "../../../src/xml/parse-element.ts";
import { print } from "../../../src/xml/print.ts";
import { same, type Target, unlessRefused } from "../target.ts";

const LIMITS = limitsFor(200_000);

const elementIn = (input: Buffer): Element | undefined =>
  unlessRefused([StreamError], () => parseFrame(input.toString(), LIMITS));

const FORM =
  "<query xmlns='q'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>u:f</value></field>" +
  "<field var='a' type='text-multi'><value>1</value><value/></field><field type='fixed'><value>x</value></field></x></query>";

export const forms: Target = {
  name: "data-forms",
  seeds: [FORM, "<q><x xmlns='jabber:x:data' type='cancel'/></q>"],
  words: [
    "<field>",
    "</field>",
    "<value>",
    "</value>",
    "var='FORM_TYPE'",
    "type='fixed'",
    "<field var=''/>",
    "var='__proto__'",
  ],
  check: (input) => {
    const parent = elementIn(input);
    const form = parent && unlessRefused([StanzaError], () => formIn(parent));
    if (!form) return parent ? "no form" : "refused";
    const fields = [...form.fields].map(([name, values]) => ({ var: name, type: "text-multi" as const, values }));
    const written = xml("q", {}, dataForm("submit", form.formType ?? "", fields));
    const again = formIn(parseElement(print(written)));
    same("the fields that are written", [...(again?.fields ?? [])], [...form.fields]);
    if (form.formType !== undefined) same("FORM_TYPE", formTypeIn(written), form.formType);
    return `${form.type?.slice(0, 6)} ${Math.min(form.fields.size, 4)} ${form.formType !== undefined}`;
  },
};

export const rsm: Target = {
  name: "rsm",
  seeds: [
    "<q><set xmlns='http://jabber.org/protocol/rsm'><max>10</max><after>a</after></set></q>",
    "<q><set xmlns='http://jabber.org/protocol/rsm'><max>0</max><before/></set></q>",
    "<q><set xmlns='http://jabber.org/protocol/rsm'><index>3</index></set></q>",
  ],
  words: ["<max>", "</max>", "<after/>", "<before>", "</before>", "<max>-1</max>", "<max>1e3</max>"],
  check: (input) => {
    const request = elementIn(input);
    const page = request && unlessRefused([StanzaError], () => pageRequestIn(request));
    if (!page) return "refused";
    const { max, after, before } = page;
    if (max !== undefined) same("max as an integer", Number.isSafeInteger(max) && max >= 0, true);
    print(
      pageElement(
        [after, before].filter((id) => id !== undefined),
        max,
      ),
    );
    return `${max === undefined} ${max === 0} ${after !== undefined} ${before !== undefined} ${before === ""}`;
  },
};

export const dates: Target = {
  name: "dates",
  seeds: [
    "2026-11-22T17:58:35Z",
    "1969-07-21T02:56:15.123456+14:00",
    "2024-02-29T23:59:59-00:30",
    "0000-01-01T00:00:00Z",
  ],
  words: ["T", "Z", "+", "-", ":", ".", "24", "29", "31", "60", "99"],
  check: (input) => {
    const text = input.toString("latin1");
    const time = parseDateTime(text);
    if (time === undefined) return "refused";
    same("the time that is written", parseDateTime(dateTime(time)), Math.floor(time / 1000) * 1000);
    same("Date's", Date.parse(text), time);
    return `accepted ${Math.min(text.length, 30)} ${text.endsWith("Z")}`;
  },
};
