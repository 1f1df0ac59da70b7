/** XEP-0133 §4.23–§4.28: announcements, the message of the day, the welcome message. */
import type { Field, Form } from "../kit/0004-data-forms.ts";
import type { AdminCommand } from "./admin-command.ts";
import type { AdministrationOperations } from "./operations.ts";

const linesField = (name: string, label: string, body = ""): Field => ({
  var: name,
  type: "text-multi",
  label,
  values: body === "" ? [] : body.split("\n"),
  isRequired: true,
});

const linesIn = ({ fields }: Form, name: string): string => (fields.get(name) ?? []).join("\n");

export const announcementCommands = (operations: AdministrationOperations): readonly AdminCommand[] => [
  {
    node: "announce",
    name: "Say something to everybody who is online",
    fields: () => [linesField("announcement", "Announcement")],
    run: async (form, requester) => ({
      note: `Sessions told: ${await operations.announcements.announce(linesIn(form, "announcement"), requester)}`,
    }),
  },
  {
    node: "set-motd",
    name: "Set the message of the day",
    fields: () => [linesField("motd", "Message of the day")],
    run: async (form, requester) => ({
      note: `Sessions told: ${await operations.announcements.setMotd(linesIn(form, "motd"), requester)}; the others are told when they come.`,
    }),
  },
  {
    node: "edit-motd",
    name: "Correct the message of the day",
    fields: () => [linesField("motd", "Message of the day", operations.announcements.motd())],
    run: async (form, requester) => {
      await operations.announcements.editMotd(linesIn(form, "motd"), requester);
      return { note: "Those who have not been told yet are told this." };
    },
  },
  {
    node: "delete-motd",
    name: "Delete the message of the day",
    fields: () => [],
    run: () => {
      operations.announcements.deleteMotd();
      return { note: "There is no message of the day." };
    },
  },
  {
    node: "set-welcome",
    name: "Set what new accounts are told",
    fields: () => [linesField("welcome", "Welcome message", operations.announcements.welcome())],
    run: async (form, requester) => {
      await operations.announcements.setWelcome(linesIn(form, "welcome"), requester);
      return { note: "Accounts that are made from now on are told so when they come for the first time." };
    },
  },
  {
    node: "delete-welcome",
    name: "Tell new accounts nothing",
    fields: () => [],
    run: () => {
      operations.announcements.deleteWelcome();
      return { note: "There is no welcome message." };
    },
  },
];
