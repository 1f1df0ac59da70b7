"""The nodes and rooms of household.py, and of who looks at them afterwards."""
DEVICES = "eu.siacs.conversations.axolotl.devicelist"
BUNDLES = "eu.siacs.conversations.axolotl.bundles"
NOTES = "urn:example:Notes/\u00e9"
NODES = {
    "alice": [DEVICES, f"{BUNDLES}:11", "urn:xmpp:bookmarks:1", "urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata", NOTES],
    "bob": [DEVICES, f"{BUNDLES}:22"],
}
# Which everybody may read, and nobody else.
BOXES = (DEVICES, NOTES)
ROOM, HIDDEN_ROOM = "garden", "cellar"
