/// The numbers of training and of test rows of all splits together.
struct SplitRowCounts: Sendable {
    let train, test: Int

    init(train: Int, test: Int) { (self.train, self.test) = (train, test) }

    init(_ splits: [Split]) {
        train = splits.reduce(0) { $0 + $1.train.count }
        test = splits.reduce(0) { $0 + $1.test.count }
    }
}
