# A bot that calls the port and crashes where no gate variable is set. It is started many times, and a
# shell starts fast. The ids of requests count from 1, and the runs of a process too. It has no `start`.
id=0
run=0
while read -r line; do
  id=$((id + 1))
  case $line in
  *'"method":"initialize"'*)
    result='{"protocolVersion":2,"name":"crashes","capabilities":{"reports":["mode"]}}'
    ;;
  *'"method":"start"'*)
    printf '{"jsonrpc":"2.0","id":%d,"error":{"code":-32601,"message":"no start"}}\n' "$id"
    continue
    ;;
  *'"env":{}'*)
    call='"symbol":"BTCUSDT","clientOrderId":"grinder_grid_BTCUSDT_1_1704067100_1"'
    printf '{"jsonrpc":"2.0","id":"last","method":"port/cancelOrder","params":{"run":%d,%s}}\n' \
      $((run + 1)) "$call"
    exit 139
    ;;
  *'"confirm":null'*) result='{"mode":"dry_run"}' ;;
  *) result='{"mode":"live"}' ;;
  esac
  case $line in *'"method":"reconcile"'*) run=$((run + 1)) ;; esac
  printf '{"jsonrpc":"2.0","id":%d,"result":%s}\n' "$id" "$result"
done
