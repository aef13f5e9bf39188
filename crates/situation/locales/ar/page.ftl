# Words that drawings and pages say of themselves: legends, axes, links.
