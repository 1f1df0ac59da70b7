/** The form of a new invitation. */
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import type { Language } from "../../../messages/language.ts";
import type { Form } from "../../forms.ts";
import { field, radios, select } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import type { Visit } from "../page-routes.ts";
import type { InvitationRefused, InvitationWish, OwnRights } from "./own-invitations.ts";

/** As it was typed. */
export type TypedInvitation = Readonly<Record<"note" | "kind" | "people" | "days" | "circle", string>>;

const DAY = 86_400_000;
const DEFAULT_DAYS = "7";

export const typedIn = (form: Form): TypedInvitation => ({
  note: form.text("note"),
  kind: form.text("kind"),
  people: form.text("people").trim() || "1",
  days: form.text("days").trim() || DEFAULT_DAYS,
  circle: form.text("circle"),
});

/** What is wished for, or what is wrong with it, as far as that shows here. */
export function wishOf(typed: TypedInvitation, language: Language): InvitationWish | InvitationRefused {
  const texts = accountSectionMessages[language].invite;
  const [uses, days] = [Number(typed.people), Number(typed.days)];
  if (!/^\d{1,9}$/.test(typed.people)) return { field: "people", sentence: texts.badPeople(MAX_PEOPLE) };
  if (!/^\d{1,9}$/.test(typed.days)) return { field: "days", sentence: texts.badDays(MAX_DAYS) };
  return {
    kind: typed.kind === "account" ? "account" : "contact",
    note: typed.note.trim() || undefined,
    uses,
    validity: days * DAY,
    circle: typed.circle || undefined,
  };
}

/** What the server says of larger numbers is said of what is no number. */
const MAX_PEOPLE = 1000;
const MAX_DAYS = 365;

export interface InvitationFormShown {
  readonly rights: OwnRights;
  readonly circles: readonly string[];
  readonly typed: TypedInvitation | undefined;
  readonly refused: InvitationRefused | undefined;
}

export function invitationForm(
  visit: Visit,
  action: string,
  { rights, circles, typed, refused }: InvitationFormShown,
): Html {
  const texts = accountSectionMessages[visit.language].invite;
  const error = (name: InvitationRefused["field"]) => (refused?.field === name ? refused?.sentence : undefined);
  const kinds = (["account", "contact"] as const).filter((kind) => rights[`${kind}s`]);
  const given = { autocomplete: "off", isOptional: true } as const;
  return html`${visit.formTo(action)}
${field({ ...given, name: "note", label: texts.note, value: typed?.note, error: error("note") })}
${
  kinds.length > 1
    ? radios({
        ...{ name: "kind", label: texts.kind, chosen: typed?.kind ?? kinds[0] },
        options: kinds.map((value) => ({ value, label: texts[value] })),
      })
    : html`<input type="hidden" name="kind" value="${kinds[0] ?? ""}">`
}
${field({ ...given, name: "days", label: texts.days, inputMode: "numeric", value: typed?.days ?? DEFAULT_DAYS, error: error("days") })}
${
  rights.all &&
  html`${field({ ...given, name: "people", label: texts.people, inputMode: "numeric", value: typed?.people ?? "1", error: error("people") })}
${
  circles.length > 0 &&
  select({
    ...{ name: "circle", label: texts.circle, chosen: typed?.circle ?? "" },
    options: [{ value: "", label: texts.noCircle }, ...circles.map((name) => ({ value: name, label: name }))],
  })
}`
}
<button class="button full">${texts.button}</button></form>`;
}
