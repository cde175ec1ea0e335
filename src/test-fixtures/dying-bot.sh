# A bot that dies in each run: slowly in the first twenty processes, so that few errors disable it. It is
# started many times, and a shell starts fast.
echo . >> starts
while read -r line; do
  case $line in
  *'"method":"initialize"'*)
    result='{"protocolVersion":2,"name":"dies","capabilities":{"reports":["mode"]}}'
    printf '{"jsonrpc":"2.0","id":1,"result":%s}\n' "$result"
    ;;
  *'"method":"start"'*)
    printf '{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"no start"}}\n'
    ;;
  *)
    if [ "$(wc -l < starts)" -le 20 ]; then sleep 1; fi
    exit 4
    ;;
  esac
done
