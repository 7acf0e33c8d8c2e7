# Sourced by the scripts beside it: sets $python to a Python that can carry ATENSI, best first.
# A shell without PATH in its environment has one of its own that programs do not see.
PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
export PATH
python=
for candidate in python3.12 python3.11 python3 python3.13 python3.14; do
  "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
  [ -n "$python" ] || python=$candidate
  "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1 && { python=$candidate; break; }
done
if [ -z "$python" ]; then
  echo "ATENSI: perlu Python 3.11 atau yang lebih baru, dan tidak satu pun ditemukan pada PATH." >&2
  exit 1
fi
