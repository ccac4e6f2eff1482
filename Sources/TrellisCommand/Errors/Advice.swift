import Learning

/// What to say after a name that is not known: the names it may have been meant to be, else all there are.
func advice(for name: String, among known: [String]) -> String {
    let nearest = nearestNames(to: name, among: known)
    if !nearest.isEmpty { return "did you mean " + nearest.map { "'\($0)'" }.joined(separator: " or ") + "?" }
    if known.isEmpty { return "there is none" }
    let shown = known.prefix(10).joined(separator: ", ")
    return "there is \(shown)" + (known.count > 10 ? ", and \(known.count - 10) more" : "")
}
