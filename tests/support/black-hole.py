"""Listens at ADDRESS PORT and never accepts, with its queue full: the system drops whoever else calls."""
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
listener.bind((host, port))
listener.listen(0)
callers = []
for _ in range(3):
    caller = socket.socket(listener.family)
    caller.setblocking(False)
    caller.connect_ex(listener.getsockname()[:2])
    callers.append(caller)
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
