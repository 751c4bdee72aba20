package candor.nn.data;

import candor.random.RandomStream;

/// A random change of training samples. [candor.nn.data.augment] has those for images.
///
/// Random numbers are addressed by the epoch, which is in the stream, and by the identity of the sample. So a sample is
/// changed in the same way in any batch and in any thread, and differently in the next epoch.
@FunctionalInterface
public interface Augmentation {
  /// Changes samples.
  ///
  /// @param batch the samples
  /// @param stream random numbers of the epoch and of this augmentation
  /// @return the changed samples
  Batch apply(Batch batch, RandomStream stream);

  /// Augmentations one after the other. Each has random numbers of its own, from the child of the stream with its place.
  ///
  /// @param steps the augmentations
  /// @return their composition
  static Augmentation of(Augmentation... steps) {
    Augmentation[] all = steps.clone();
    return (batch, stream) -> {
      Batch changed = batch;
      for (int i = 0; i < all.length; i++) {
        changed = all[i].apply(changed, stream.child(i));
      }
      return changed;
    };
  }
}
