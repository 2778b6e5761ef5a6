#include <memory>

#include "labs/door/subject.hpp"
#include "door/door.hpp"

namespace subject {

struct Door::Impl {
  door::Door door;
};

Door::Door() : impl_(std::make_unique<Impl>()) {}
Door::~Door() = default;

int Door::open() {
  return impl_->door.open();
}
int Door::count() const {
  return impl_->door.count();
}

}  // namespace subject
