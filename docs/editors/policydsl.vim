" Vim syntax file for policydsl, made by policydsl.syntax.highlighting.
if exists("b:current_syntax")
  finish
endif

syn match policydslWord /\<\%(a\|all\|also\|apart\|approval\|approved\|as\|at\|attempted\|basis\|because\|between\|block\|by\|cap\|checked\|cite\|closed\|code\|confirmed\|consent\|contact\|cooldown\|current\|define\|delivery\|deny\|due\|during\|effect\|effective\|ending\|event\|except\|exempt\|expired\|express\|fact\|first\|for\|from\|gap\|given\|governs\|hold\|honor\|if\|ignore\|inbound\|judged\|ladder\|last\|lasting\|lease\|least\|ledger\|lifts\|margin\|most\|must\|oblige\|of\|on\|once\|one\|open\|otherwise\|outbound\|owner\|past\|per\|policy\|proof\|quiet\|recipient\|reported\|require\|reset\|review\|revocation\|say\|set\|since\|source\|starting\|step\|stop\|take\|through\|tighten\|time\|times\|to\|unavailable\|unknown\|unless\|until\|use\|version\|via\|wait\|waive\|warn\|when\|where\|while\|written\|zone\)\>/
syn match policydslOperator /\<\%(after\|and\|any\|before\|in\|is\|known\|live\|no\|none\|not\|or\|out\|ruled\|starts\|with\|within\)\>/
syn match policydslUnit /\<\%(blocks\|business\|calendar\|consecutive\|day\|days\|ever\|every\|friday\|full\|holidays\|hour\|hours\|minute\|minutes\|monday\|month\|months\|quarter\|quarters\|rolling\|saturday\|sunday\|thursday\|today\|tuesday\|wednesday\|week\|weeks\|year\|years\)\>/
syn match policydslClause /^\s*\%(if ledger unavailable\|effective through\|if lease expired\|delivery margin\|effective until\|effective from\|approval by\|reset after\|all day on\|hold while\|if unknown\|closed on\|judged at\|otherwise\|stop when\|time zone\|at least\|on block\|at most\|checked\|governs\|require\|through\|version\|during\|effect\|ignore\|unless\|after\|basis\|lifts\|owner\|until\|cite\|code\|from\|must\|take\|wait\|when\|per\|say\|via\)\>/
syn match policydslOpened /^\s*\%(quiet hours\|contact hours\|cap\|gap\|cooldown\|consent\|deny\|review\|warn\|oblige\|exempt\|ladder\|step\|policy\|source\|use\|fact\|event\|define\|tighten\|waive\)\>/ nextgroup=policydslName skipwhite
syn match policydslName /[[:alnum:]_.]\+/ contained
syn match policydslPath /\<\h\w*\%(\.\h\w*\)\+/
syn match policydslNumber /\<[0-9][0-9:.T+-]*\>/
syn region policydslText start=/"/ skip=/\\./ end=/"/ oneline
syn match policydslComment /#.*$/

hi def link policydslWord Keyword
hi def link policydslOperator Operator
hi def link policydslUnit Type
hi def link policydslClause Statement
hi def link policydslOpened Structure
hi def link policydslName Function
hi def link policydslPath Identifier
hi def link policydslNumber Number
hi def link policydslText String
hi def link policydslComment Comment

let b:current_syntax = "policydsl"
