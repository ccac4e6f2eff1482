/// How a metric for one class is averaged over all classes.
public enum Averaging: Sendable, Hashable {
    /// No average: the metric for the class with this code.
    case positive(Int32)

    /// The unweighted mean over the classes in the truth or the predictions.
    case macro

    /// The metric of the total counts over all classes; with one class per row, it equals the accuracy.
    case micro

    /// The mean over the classes, weighted by their numbers of rows in the truth.
    case weighted
}
