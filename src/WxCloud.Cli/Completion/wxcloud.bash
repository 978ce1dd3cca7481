# Completion of wxcloud for bash. To load it: source <(wxcloud completion bash)
_wxcloud() {
    local current=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} suggestion
    COMPREPLY=()
    line=${line#*[[:space:]]}
    while IFS= read -r suggestion; do
        # An option (--name, /?) is suggested once a dash is typed; without suggestions, bash completes file names.
        [[ $suggestion == "$current"* && ( $current == -* || $suggestion != [-/]* ) ]] && COMPREPLY+=("$suggestion")
    done < <("$1" "[suggest:${#line}]" "$line" 2>/dev/null)
}
complete -o default -F _wxcloud wxcloud
