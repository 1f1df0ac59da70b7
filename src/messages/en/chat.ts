/** What the chat in the browser says around converse.js, in English. */
export const chat = {
  title: "Chat",
  open: "Chat in this browser",
  back: "My account",
  about: "About this chat",
  loading: "The chat is opening …",
  welcome: "Choose somebody in the list, or a group. The menus beside them add a contact, or open a group.",
  encrypted: "What apps have encrypted (OMEMO) is read in an app, not here.",
  noScript:
    "Chat in the browser needs JavaScript, which is switched off here. Switch it on for this page, or take an app: it does more besides.",
  failed: "The chat did not open. Reload the page; if that does not help, use a current version of your browser.",
  ended: "You are no longer connected.",
  again: "Connect again",
  password: "The password is changed on the page of the account.",
  /** On a narrow window, from a conversation. */
  lists: "Back to all conversations",
  changePassword: "Change the password",
  aboutPage: {
    title: "About this chat",
    lead: (domain: string) =>
      `With it you write from any browser to the people of ${domain} and of other servers. Nothing is installed, and nobody but this server is asked for anything.`,
    encryption: "What is encrypted is read in an app",
    encryptionText:
      "Many apps encrypt what two people write from end to end (OMEMO): only the devices of the two can read it. This chat in the browser cannot. You then see a line that says so in place of the message: read it in your app. What you write here is protected on its way to the server, and is legible to the server.",
    pictures: "Pictures",
    picturesText:
      "Pictures that were sent through this server are shown. Those of other servers are links: to show them would tell those servers who reads what, and when.",
    install: "On the home screen",
    installText:
      "In the browser's menu, “Install” or “Add to Home Screen” puts this chat beside your apps. It tells you of new messages only while it is open: for messages at any time, take an app.",
    shared: "At somebody else's computer",
    sharedText:
      "Sign out on the page of your account when you leave: that closes the chat, and deletes what it has kept in this browser.",
    software: "Software",
    softwareText: (version: string) =>
      `The chat is converse.js ${version}, © 2013–2025 JC Brand and others, unchanged and without its OMEMO library. Its licence is the Mozilla Public License 2.0.`,
    licence: "The licence",
    source: "The source text",
    others: "Software that it contains, and its licences",
    back: "Back to the chat",
  },
};
