# Completion of wxcloud for fish. To load it: wxcloud completion fish | source
function __wxcloud_suggestions
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l line (string join ' ' -- $words[2..-1] "$current")
    set -l suggestions ($words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
    # An option (--name, /?) is suggested once a dash is typed; fish adds file names itself.
    if string match --quiet -- '-*' "$current"
        string match -- '-*' $suggestions
    else
        string match --invert --regex -- '^[-/]' $suggestions
    end
end
complete --command wxcloud --arguments '(__wxcloud_suggestions)'
