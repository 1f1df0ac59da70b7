#!/usr/bin/env escript
%% Erlang itself: a line is three lists, as JSON: whether the first text is a term in the external format, its bytes, and the characters
%% of a text. The answer says whether both are the same term; null where the first is none, false where the second is none.
-mode(compile).
main(_) ->
    io:setopts(standard_io, [binary, {encoding, latin1}]),
    loop().

loop() ->
    case io:get_line("") of
        eof -> ok;
        Line ->
            {ok, Tokens, _} = erl_scan:string(binary_to_list(Line)),
            {ok, [[IsBinary], Bytes, Text]} = erl_parse:parse_term(Tokens ++ [{dot, 1}]),
            io:put_chars([answer(first(IsBinary, Bytes), text(Text)), "\n"]),
            loop()
    end.

first(1, Bytes) ->
    try {ok, binary_to_term(list_to_binary(Bytes))} catch _:_ -> none end;
first(0, Text) -> text(Text).

text(Text) ->
    try
        {ok, Tokens, _} = erl_scan:string(Text),
        {ok, Term} = erl_parse:parse_term(Tokens ++ [{dot, 1}]),
        {ok, Term}
    catch _:_ -> none end.

answer(none, _) -> "null";
answer(_, none) -> "false";
%% A number that is whole is a number.
answer({ok, One}, {ok, Other}) when One == Other -> "true";
answer({ok, One}, {ok, Other}) ->
    Text = io_lib:format("~w and ~w", [One, Other]),
    ["\"", [C || C <- lists:flatten(Text), C >= 32, C < 127, C =/= $", C =/= $\\], "\""].
