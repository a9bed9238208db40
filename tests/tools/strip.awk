# C source without comments, and with the insides of strings and characters removed; lines keep their numbers.
# Input: files; output: FILE:LINE:text.
FNR == 1 { comment = 0 }
{
	out = ""; line = $0
	while (line != "") {
		if (comment) {
			end = index(line, "*/")
			if (!end) break
			line = substr(line, end + 2); comment = 0; out = out " "
		} else if (match(line, /\/\*|\/\/|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/)) {
			head = substr(line, 1, RSTART - 1); token = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH); out = out head
			if (token == "/*") comment = 1
			else if (token == "//") break
			else if (head ~ /^[ \t]*#[ \t]*include[ \t]*$/) out = out token
			else out = out substr(token, 1, 1) substr(token, 1, 1)
		} else {
			out = out line; line = ""
		}
	}
	print FILENAME ":" FNR ":" out
}
