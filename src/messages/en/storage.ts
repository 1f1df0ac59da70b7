/** The command by which people see what the server keeps for them, in English. */

export const storage = {
  title: "My storage",
  instructions: "How much this server keeps for you. Whatever you delete in your app makes room.",
  total: "All together",
  /** By the name of the module that keeps it. */
  parts: {
    archive: "History of conversations",
    files: "Files that you have sent",
    offline: "Messages that wait for you",
    pubsub: "What you publish: pictures, bookmarks, keys",
    roster: "Contacts",
    private: "Settings of your apps",
    vcard: "Your profile",
    blocking: "Blocked addresses",
    reports: "Your reports of abuse",
  },
};
